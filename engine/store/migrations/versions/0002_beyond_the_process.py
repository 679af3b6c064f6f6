"""What hangs on a case besides its process."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Each family makes its own tables."""
