"""Addresses of the books. None carries a word or a name."""

from django.urls import URLPattern, path

from bitim.journal.views import books, case, consulting, office, public, reports

app_name = "journal"
urlpatterns: list[URLPattern] = [
    path("office/journals/", office.shelf, name="shelf"),
    path("office/numbering/", office.numbering, name="numbering"),
    path("office/consultation/", consulting.write, name="consultation"),
    path("office/consultations/", consulting.journal, name="consultations"),
    path("office/consultations/<uuid:entry>/", consulting.entry, name="entry"),
    path("office/consultations/<int:year>/file/", consulting.file, name="consultations_file"),
    path("office/journal/<slug:book>/", books.book, name="book"),
    path("office/journal/<slug:book>/new/", books.paper, name="paper"),
    path("office/journal/<slug:book>/<int:year>/file/", books.file, name="book_file"),
    path("office/line/<uuid:line>/", books.line, name="line"),
    path("office/report/", reports.report, name="report"),
    path("office/report/file/", reports.file, name="report_file"),
    path("case/<uuid:case>/journal/", case.case, name="case"),
    path("statistics/", public.statistics, name="statistics"),
    path("statistics/<slug:form>/", public.file, name="statistics_file"),
]
