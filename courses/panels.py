"""What stands in the form of a page beside its fields."""

from typing import Any

from wagtail.admin.panels import Panel
from wagtail.models import TaskState


class RemarkPanel(Panel):
    """What a reviewer said who sent the page back, above what is to be mended."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/authors/remark.html"

        @property
        def task(self) -> TaskState | None:
            state = self.instance.current_workflow_state
            task: TaskState | None = state.current_task_state if state else None
            if task and task.status == TaskState.STATUS_REJECTED and task.comment:
                return task
            return None

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.task)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "task": self.task}
