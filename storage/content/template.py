"""What a new guide starts from."""

from datetime import date, timedelta

TO_FILL = "(điền:"  # opens every place that has to be filled


_GUIDE = """# yaml-language-server: $schema=../../schema/guide.schema.json
id: {guide_id}
title:
  vi: "{title}"
  en: ""
procedure:
  name: "{title}"
  codes: []
summary:
  vi: "(điền: việc này là gì. Có làm được tại nhà không.)"
  en: ""
who: "(điền: ai được làm.)"
questions:
  - "{question}"
papers:
  - text: "(điền: giấy tờ cần chuẩn bị)"
    note: "đã có trong dữ liệu dân cư thì không cần nộp"
    in_data: true
fee:
  - amount: 0
    note: "nộp trực tuyến"
    source: "(điền: tên văn bản hoặc trang chính thức)"
    checked_on: {today}
    confidence: unconfirmed
time:
  - {{value: "(điền: … ngày làm việc)", source: "(điền: tên văn bản)", checked_on: {today}, confidence: unconfirmed}}
place:
  - {{value: "Ủy ban nhân dân xã, phường", source: "(điền: tên văn bản)", checked_on: {today}, confidence: unconfirmed}}
online:
  - {{value: "Nộp được hoàn toàn tại nhà", source: "(điền: tên văn bản)", checked_on: {today}, confidence: unconfirmed}}
result:
  - {{value: "(điền: nhận được gì)", source: "(điền: tên văn bản)", checked_on: {today}, confidence: unconfirmed}}
legal:
  - {{value: "(điền: số hiệu luật, nghị định, thông tư)", source: "(điền: đọc ở đâu)", checked_on: {today}}}
steps:
  - id: dang-nhap
    text: "(điền: mỗi bước một việc, câu ngắn.)"
    screen: "(điền: làm đúng thì màn hình hiện gì.)"
    otherwise: "(điền: không thấy thì làm gì.)"
    troubles:
      - id: truc-trac-1
        symptom: "(điền: người dân hay nói thế nào khi bị vướng)"
        fix: "(điền: việc cần làm tiếp theo)"
related: []
depends_on: [cong-dvc]
review_by: {review_by}
owner: "(điền: bộ phận phụ trách)"
"""


def guide_template(guide_id: str, title: str, today: date) -> str:
    """A guide file that passes the schema, with a word at each place that has to be filled."""
    review_by = today + timedelta(days=180)
    return _GUIDE.format(guide_id=guide_id, title=title, question=title.lower(), today=today, review_by=review_by)


def question_template(guide_id: str) -> str:
    """A file of citizens' sentences that must lead to the guide."""
    lines = "\n".join(f'  - "(điền: câu người dân hỏi, số {number})"' for number in range(1, 7))
    return f"guide: {guide_id}\nquestions:\n{lines}\n"
