# expect: value | 1
import os

os.makedirs("locked/inside")
open("locked/inside/file", "w").close()
os.chmod("locked/inside", 0)
os.chmod("locked", 0)
answer = 1
