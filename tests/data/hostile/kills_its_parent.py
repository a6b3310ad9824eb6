# expect: exception | PermissionError
# expect[bare]: worker-lost
import os
import signal

os.kill(os.getppid(), signal.SIGKILL)
answer = 1
