# expect: value | 1
# expect[bare]: value | 1
import os

os.chmod("..", 0)
answer = 1
