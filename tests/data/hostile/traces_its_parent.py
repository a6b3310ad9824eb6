# expect: value | [-1, 1]
# ptrace(PTRACE_ATTACH) fails with EPERM.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
answer = [libc.ptrace(16, os.getppid(), 0, 0), ctypes.get_errno()]
