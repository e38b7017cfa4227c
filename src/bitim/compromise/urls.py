"""Addresses of the compromise domain."""

from django.urls import path

from bitim.compromise.views import bidding, listing, page

app_name = "compromise"
urlpatterns = [
    path("compromise/of/<uuid:case>/", page.page, name="page"),
    path("compromise/<uuid:search>/out/", page.keep_out, name="keep_out"),
    path("compromise/<uuid:search>/apart/", page.set_apart, name="set_apart"),
    path("compromise/<uuid:search>/agree/", page.agree, name="agree"),
    path("compromise/<uuid:search>/end/", page.end, name="end"),
    path("compromise/<uuid:search>/open/", page.unlock, name="unlock"),
    path("compromise/<uuid:search>/deal/", page.note_deal, name="note_deal"),
    path("compromise/<uuid:search>/text/", page.write, name="write"),
    path("compromise/<uuid:search>/own/", page.own, name="own"),
    path("compromise/<uuid:search>/list/", listing.begin, name="begin"),
    path("compromise/<uuid:search>/list/<int:at>/", listing.page, name="list"),
    path("compromise/<uuid:search>/check/", listing.check, name="check"),
    path("compromise/<uuid:search>/ready/", listing.ready, name="ready"),
    path("compromise/<uuid:search>/share/", listing.share, name="share"),
    path("compromise/told/<uuid:part>/", listing.told, name="told"),
    path("compromise/round/<uuid:round>/reply/", page.reply, name="reply"),
    path("compromise/round/<uuid:round>/record/", page.record, name="record"),
    path("compromise/of/<uuid:case>/sum/", bidding.page, name="bidding"),
    path("compromise/bidding/<uuid:bidding>/agree/", bidding.agree, name="bidding_agree"),
    path("compromise/bidding/<uuid:bidding>/bid/", bidding.bid, name="bid"),
    path("compromise/bidding/<uuid:bidding>/end/", bidding.end, name="bidding_end"),
    path("compromise/bidding/<uuid:bidding>/text/", bidding.write, name="bidding_write"),
]
