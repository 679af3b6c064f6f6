"""The same route on stock SpiffWorkflow with its own serializer: what one user step costs without this house."""

from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bench.route import route


class Stock:
    """A case that is walked to its last task, then measured there again and again from the saved text: the step that
    sends it round. Only that step: in the second round its joins fire too early and the route loses its way.
    """

    def __init__(self, answers: dict[str, object]) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(route("stock"))
        self._serializer = BpmnWorkflowSerializer()
        case = BpmnWorkflow(parser.get_spec("meetroute"), parser.get_subprocess_specs("meetroute"))
        case.task_tree.data.update(answers | {"ronde": 0, "rondes": 1})
        case.do_engine_steps()
        self.saved = self._walk(case)

    def _walk(self, case: BpmnWorkflow) -> str:
        while True:
            task = self._next(case)
            if task.task_spec.name == "besluit":
                return str(self._serializer.serialize_json(case))
            task.run()
            case.do_engine_steps()

    def _next(self, case: BpmnWorkflow) -> Any:
        return case.get_tasks(state=TaskState.READY, manual=True)[0]

    def step(self) -> str:
        """Load, complete, run on, save: what every complete costs."""
        case = self._serializer.deserialize_json(self.saved)
        self._next(case).run()
        case.do_engine_steps()
        return str(self._serializer.serialize_json(case))
