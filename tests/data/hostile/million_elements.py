# expect: too-large | 1000000 items
answer = list(range(1_000_000))
