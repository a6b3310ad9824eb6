# expect: value | 20000
# seconds: 10
import os

for number in range(20_000):
    open(f"file{number}", "w").close()
answer = len(os.listdir())
