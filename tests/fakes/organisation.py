"""A commune with office hours, a lunch break and Tết, for stories about time."""

from datetime import date, time, timedelta

from flows.organisation import Contact, Hamlet, OpeningHours, Organisation, Person

TET = date(2027, 2, 4)

ORGANISATION = Organisation(
    name="xã Bình An",
    place="22780",
    phone="0259 3822 113",
    address="Số 1 đường Thống Nhất",
    hours=tuple(
        OpeningHours(weekday, opens, closes)
        for weekday in range(5)
        for opens, closes in ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
    ),
    holidays=(
        *((TET + timedelta(days=number), "Tết Nguyên đán") for number in range(7)),
        (date(2027, 1, 1), "Tết Dương lịch"),
    ),
    working_days=(date(2027, 2, 13),),
    people=(
        Person("truong-thon-1", "Nguyễn Văn Bình", "Trưởng thôn Một", ("trưởng thôn",), hamlet="thon-1", team=True),
    ),
    hamlets=(Hamlet("thon-1", "Thôn Một"), Hamlet("thon-2", "Thôn Hai", ("thôn 2",))),
    contacts=(
        Contact(
            "cong-an-xa",
            "Công an xã Bình An",
            phone="0259 3822 114",
            address="Số 3 đường Thống Nhất",
            hours="trực 24/24",
            words=("công an xã",),
        ),
        Contact("tram-y-te", "Trạm y tế xã Bình An", confirmed=False, source="trang của xã"),
    ),
)
