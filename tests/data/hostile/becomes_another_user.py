# expect: exception | Operation not permitted
import os

os.setgroups([0])
answer = 1
