"""What can be asked of a bidding on a sum; ruled in rules_bidding.py."""

from bitim.kernel.access import Permission


class B(Permission):
    """Permissions of blind bidding."""

    SEE_BIDDING = "compromise.see_bidding"
    OFFER_BIDDING = "compromise.offer_bidding"
    AGREE_TO_BIDDING = "compromise.agree_to_bidding"
    END_BIDDING = "compromise.end_bidding"
    SEE_BIDDER = "compromise.see_bidder"
    SEAL_BID = "compromise.seal_bid"
    WRITE_SUM = "compromise.write_sum"
