# expect: too-large | answer is too large
answer = "x" * 50_000_000
