# expect: value | "\\x1b[31mred"
# stdout: \x1b]52;c;aGFja2Vk\x07
# stderr: \x1b]0;title\x07\x9b31m\x0d\u202e
import sys

print("\x1b]52;c;aGFja2Vk\x07")
print("\x1b]0;title\x07\x9b31m\r\u202e", file=sys.stderr)
answer = "\x1b[31mred"
