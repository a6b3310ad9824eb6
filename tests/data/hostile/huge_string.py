# expect: memory
answer = len("x" * 2**33)
