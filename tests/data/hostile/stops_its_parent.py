# expect: exception | PermissionError
import os
import signal

os.kill(os.getppid(), signal.SIGSTOP)
answer = 1
