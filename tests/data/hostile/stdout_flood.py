# expect: value | 1
# stdout: bytes were dropped
for _ in range(50):
    print("x" * 10**6)
answer = 1
