"""The parts of a drawing of a route: where things stand, and what each looks like."""
