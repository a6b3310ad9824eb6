# expect: exception | PermissionError
# expect[bare]: value | 1
import os
import time

if os.fork() == 0:
    time.sleep(3600)
answer = 1
