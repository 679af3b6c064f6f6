"""Law and practice: for each rule that holds for every region a test that carries its number and reads as the rule."""
