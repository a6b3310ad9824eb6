# expect: memory
# torch
# seconds: 10
import torch

answer = torch.ones(2**30).sum()
