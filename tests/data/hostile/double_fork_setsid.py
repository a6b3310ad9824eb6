# expect: exception | PermissionError
# expect[bare]: value | 1
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(3600)
    os._exit(0)
os.wait()
answer = 1
