# expect: exception | PermissionError
# Twelve doublings and a short life: a broken guard must not take the machine down.
import os
import time

for _ in range(12):
    os.fork()
time.sleep(0.5)
answer = 1
