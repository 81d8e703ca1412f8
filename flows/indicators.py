"""What each number means, said beside it wherever it is shown."""

from flows.phrases import phrase

DEFINITIONS = {
    "asked": phrase(
        "Câu hỏi: tin nhắn mà trợ lý phải hiểu, gồm trả lời ngay, hỏi lại, không hiểu, ngoài lĩnh vực, chỉ "
        "người hoặc số gọi, và chuyển cho người. Không tính chào hỏi, bấm nút đi tiếp từng bước."
    ),
    "solved": phrase(
        "Tự giải quyết: số câu được trả lời ngay hoặc chỉ đúng người, trừ đi số lần người dân bấm “không "
        "phải”; mẫu số là mọi câu hỏi."
    ),
    "asked_back": phrase("Hỏi lại: số câu trợ lý đưa 2–4 lựa chọn để hỏi cho rõ; mẫu số là mọi câu hỏi."),
    "missed": phrase("Không hiểu: số câu trợ lý không trả lời được; mẫu số là mọi câu hỏi."),
    "handed_over": phrase("Chuyển cho người: số câu mở ra một ca hỗ trợ; mẫu số là mọi câu hỏi."),
    "wrong": phrase("Sai: số lần người dân bấm “không phải”; mẫu số là số câu được trả lời ngay hoặc hỏi lại."),
    "helped": phrase("Có ích: số người trả lời hướng dẫn có giúp được; mẫu số là số người trả lời câu đó."),
    "first_answer": phrase(
        "Chờ người trả lời: số phút từ lúc mở ca đến câu trả lời đầu tiên của Tổ, trung vị, tính cả giờ nghỉ;"
        " chỉ tính ca đã có câu trả lời."
    ),
    "overdue": phrase(
        "Quá hạn: số ca mà câu trả lời đầu tiên đến sau hạn, hoặc chưa có khi đã quá hạn; mẫu số là mọi ca mở trong kỳ."
    ),
    "stars": phrase("Điểm: trung bình điểm 1–5 người dân chấm sau khi đóng ca; kèm số người đã chấm."),
    "people": phrase(
        "Lượt người: số cuộc trò chuyện khác nhau trong ngày, cộng qua các ngày; một người hỏi hai ngày tính hai lượt."
    ),
    "visits": phrase(
        "Giúp tại chỗ: số lượt Tổ đến tận nơi hoặc ngồi cạnh giúp, do người giúp tự đếm; không lưu tên ai."
    ),
    "taught": phrase("Được tập huấn: số người dự các buổi Tổ hướng dẫn kỹ năng số, do người dạy tự đếm."),
}
