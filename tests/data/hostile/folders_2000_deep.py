# expect: value | 2000
# seconds: 10
# The path of the innermost is longer than any system call takes.
import os

for answer in range(1, 2001):
    os.mkdir("deeper")
    os.chdir("deeper")
    open("file", "w").close()
