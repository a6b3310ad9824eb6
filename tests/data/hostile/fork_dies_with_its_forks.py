# expect: exception | PermissionError
# seconds: 0.4
# expect[bare]: timeout
import os
import time

for _ in range(20):
    if os.fork() == 0:
        os.setpgid(0, 0)
        time.sleep(3600)
time.sleep(3600)
