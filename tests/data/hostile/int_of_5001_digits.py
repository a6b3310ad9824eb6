# expect: too-large | more than 4300 digits
answer = 10**5000
