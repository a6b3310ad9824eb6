# expect: value | 1
# stderr: bytes were dropped
import sys

for _ in range(50):
    print("x" * 10**6, file=sys.stderr)
answer = 1
