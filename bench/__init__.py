"""What is measured, against what, in one run: `make bench`, or `SCALE=0.01 make bench` for a quick look."""
