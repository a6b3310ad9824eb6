# expect: too-large
# Ten names for one list: small in memory, ten thousand million elements when walked.
answer = [0] * 10
for _ in range(9):
    answer = [answer] * 10
