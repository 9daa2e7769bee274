"""Business rule tasks (BPMN 2.0.2 §10.3.3.1; DMN 1.5 §8) and script tasks, whose scripts are FEEL."""

from typing import TYPE_CHECKING

from engine.diagrams.model import BusinessRuleTask, ScriptTask
from engine.errors import EngineError, FeelLimitExceeded, FeelUnavailable
from engine.execution.events import DecisionEvaluated
from engine.execution.expressions import Formula, FormulaGroup
from engine.execution.nodes.node import NodeSpec
from engine.execution.standstill import Kind, Standstill
from engine.execution.token import Token
from engine.execution.variables import MISSING

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class BusinessRuleTaskSpec(NodeSpec):
    """Decides at once and assigns the result."""

    def __init__(self, scope: "ScopeSpec", node: BusinessRuleTask, name: str = "") -> None:
        super().__init__(scope, node, name)
        self.decision = node.decision
        self.result_variable = node.result_variable
        model = scope.definition.decisions.get(node.decision)
        self.model = model
        self.input_names = sorted(model.input_names) if model is not None else []

    def start(self, token: Token) -> bool:
        instance = token.instance
        if self.model is None:
            raise Standstill("decision", f"The decision {self.decision} is not deployed.", {"decision": self.decision})
        scope = token.scope
        inputs = {name: value for name in self.input_names if (value := scope.lookup(name)) is not MISSING}
        try:
            decided = self.model.decide(inputs, instance.now)
        except FeelUnavailable:
            raise
        except EngineError as error:
            kind: Kind = "limit" if isinstance(error, FeelLimitExceeded) else "decision"
            raise Standstill(kind, str(error), {"decision": self.decision}) from error
        instance.events.append(
            DecisionEvaluated(
                token=token.id,
                decision=self.decision,
                inputs=dict(decided.inputs),
                rules=list(decided.rules),
                result=decided.result,
            )
        )
        token.result = {self.result_variable: decided.result}
        return True


class ScriptTaskSpec(NodeSpec):
    """Evaluates at once and assigns the result."""

    def __init__(self, scope: "ScopeSpec", node: ScriptTask, name: str = "") -> None:
        super().__init__(scope, node, name)
        self.result_variable = node.result_variable
        self.script = FormulaGroup([Formula(node.expression)])

    def start(self, token: Token) -> bool:
        (value,) = self.script.evaluate(token.scope, token.instance.now)
        token.result = {self.result_variable: value}
        return True
