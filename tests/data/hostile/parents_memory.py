# expect: exception | PermissionError
import os

answer = open(f"/proc/{os.getppid()}/mem", "rb").read(1)[0]
