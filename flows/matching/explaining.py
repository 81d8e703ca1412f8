"""Why a question was read as it was, in words an editor can follow."""

from flows.matching.analysis import Analysis
from flows.matching.deciding import Verdict
from flows.matching.lexicon import Decision
from flows.matching.model import Model
from flows.matching.phrases import BROAD_MARK, FRAGMENT, is_guide
from flows.matching.reading import Explanation, Weight
from flows.matching.training import Traits

_SHOWN = 6  # traits shown for each match
_NOTICEABLE = 0.05


def weights_of(model: Model, sample: Traits, guide: str) -> tuple[Weight, ...]:
    """The traits that spoke most for `guide`, the strongest first."""
    spoken = [(name, part) for name, part in model.contributions(sample, guide) if part > _NOTICEABLE]
    return tuple(Weight(_readable(name), round(part, 2)) for name, part in spoken[:_SHOWN])


def _readable(trait: str) -> str:
    if trait.startswith("c:"):
        return "≈ " + trait.replace("c:", "").replace("+", " + ")
    if trait.startswith("a:"):
        return "hỏi " + trait[2:]
    return trait.removeprefix("m:")


def explanation(analysis: Analysis, verdict: Verdict, decision: Decision) -> Explanation:
    """What was read, what was mended, and where the line lay."""
    return Explanation(
        normalised=analysis.surface.text,
        protected=analysis.surface.protected,
        repaired=analysis.surface.repaired,
        threshold=decision.answer_at,
        decision=_decision(verdict, decision),
    )


def _decision(verdict: Verdict, decision: Decision) -> str:
    label, sure = verdict.label, verdict.sure
    if label == FRAGMENT:
        return "mẩu câu, cần biết đang nói về việc gì"
    if label.startswith(BROAD_MARK):
        return f"cách nói quá rộng ({label[1:]}), hỏi lại"
    if not label or not is_guide(label):
        return f"chủ đề không có hướng dẫn ({label[1:]})" if label else "không nhận ra điều gì"
    if sure >= decision.answer_at:
        return f"chắc {sure:.2f} ≥ {decision.answer_at:.2f}: trả lời"
    if sure >= decision.ask_at:
        return f"chắc {sure:.2f}, giữa {decision.ask_at:.2f} và {decision.answer_at:.2f}: hỏi lại"
    return f"chắc {sure:.2f} < {decision.ask_at:.2f}: chưa hiểu"
