"""Addresses of the settlements domain."""

from django.urls import path

from bitim.settlements.views import after, agreement, checking, demands, office, signing, table, text

app_name = "settlements"
urlpatterns = [
    path("issues/<uuid:case>/", table.issues, name="issues"),
    path("issues/options/<uuid:issue>/", table.propose_option, name="propose_option"),
    path("issues/mark/<uuid:issue>/", table.mark_issue, name="mark_issue"),
    path("issues/options/mark/<uuid:option>/", table.mark_option, name="mark_option"),
    path("agreement/<uuid:case>/", agreement.draw_up, name="agreement"),
    path("text/of/<uuid:case>/", text.start, name="start"),
    path("text/<uuid:document>/", text.document, name="text"),
    path("text/<uuid:document>/new/", text.new_clause, name="new_clause"),
    path("text/<uuid:document>/settings/", text.settings, name="text_settings"),
    path("text/<uuid:document>/final/", text.final, name="final"),
    path("text/clause/<uuid:clause>/", text.edit, name="edit"),
    path("text/clause/<uuid:clause>/begin/", text.begin, name="begin"),
    path("text/clause/<uuid:clause>/agree/", text.agree, name="agree"),
    path("text/clause/<uuid:clause>/back/", text.take_back, name="take_back"),
    path("text/clause/<uuid:clause>/remark/", text.remark, name="remark"),
    path("text/clause/<uuid:clause>/remove/", text.remove, name="remove"),
    path("text/clause/<uuid:clause>/versions/", text.versions, name="versions"),
    path("sign/<uuid:document>/", signing.page, name="sign"),
    path("sign/<uuid:document>/open/", signing.reopen, name="reopen"),
    path("sign/line/<uuid:line>/code/", signing.ask_code, name="ask_code"),
    path("sign/line/<uuid:line>/read-out/", signing.read_out, name="read_out"),
    path("sign/line/<uuid:line>/refuse/", signing.refuse, name="refuse"),
    path("document/<uuid:document>/<slug:what>/", signing.kept, name="kept"),
    path("after/<uuid:case>/", after.page, name="after"),
    path("after/<uuid:case>/questions/", after.pulse, name="pulse"),
    path("after/<uuid:case>/back/", after.back_to_table, name="back_to_table"),
    path("after/<uuid:case>/keep/", after.keep, name="keep"),
    path("after/duty/<uuid:duty>/", after.report, name="report"),
    path("addendum/<uuid:case>/", office.addendum, name="addendum"),
    path("court/<uuid:case>/", office.court, name="court"),
    path("court/<uuid:case>/<slug:kind>/<slug:form>/", office.court_paper, name="court_paper"),
    path("ending/<uuid:side>/<slug:form>/", office.ending, name="ending"),
    path("text/<uuid:document>/draft/", office.draft, name="draft"),
    path("agreement/<uuid:case>/draft/", office.agreement_draft, name="agreement_draft"),
    path("demands/", demands.demands, name="demands"),
    path("demands/of/<uuid:case>/", demands.of_case, name="demands_of"),
    path("demands/<uuid:demand>/confirm/", demands.confirm, name="confirm_demand"),
    path("demands/<uuid:demand>/give/", demands.give, name="give_demanded"),
    path("check/", checking.check, name="check"),
    path("v/<slug:code>/", checking.check, name="check_paper"),
]
