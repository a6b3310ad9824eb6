"""Documents and files that leave the program: reports, figures, words."""
