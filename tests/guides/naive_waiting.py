"""A second reckoning of waiting periods, month by month and with no arithmetic shared with the product's own."""

import datetime as dt


def months(fixed: int, yearly: int, years: int, repaired: int = 0) -> int:
    """Count the months one by one: the fixed ones, then those of each lapsed year, and strike one for each year paid."""
    counted = ["fixed" for _ in range(fixed)]
    for _ in range(years):
        counted += ["added" for _ in range(yearly)]
    struck = 0
    for _ in range(repaired):
        if struck < years and "added" in counted:
            counted.remove("added")
            struck += 1
    while struck and years > 3 and len(counted) < 6:
        counted.append("least")
    return len(counted)


def first_day(waited: int, paid: dt.date) -> dt.date:
    """Walk from the day of payment on until as many calendar months have ended as are waited."""
    day, left = paid, waited
    while left:
        day += dt.timedelta(days=1)
        if day.day == 1:
            left -= 1
    return day
