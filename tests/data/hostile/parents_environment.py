# expect: exception | PermissionError
import os

answer = open(f"/proc/{os.getppid()}/environ").read()
