"""What a stack costs a month: an estimate from the resources that the program registers and a dated table of list prices.

It counts what is there by the hour or month. What depends on traffic is left out unless somebody says how much, and the estimate says so.
"""
