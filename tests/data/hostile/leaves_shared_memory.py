# expect: value | [-1, 1]
# shmget(IPC_PRIVATE) fails with EPERM: what it makes outlives the process.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
answer = [libc.shmget(0, 4096, 0o1600), ctypes.get_errno()]
