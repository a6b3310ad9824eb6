# expect: value | 0
# The server's own pipes, by way of /proc.
import os

answer = 0
for descriptor in range(64):
    try:
        with open(f"/proc/{os.getppid()}/fd/{descriptor}", "wb", buffering=0) as pipe:
            answer += pipe.write(b'\xff\xff\xff\xff{"job": 1}')
    except OSError:
        continue
