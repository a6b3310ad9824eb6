# expect: syntax | was never closed
# line: 4
# comment
answer = (1 + 2
