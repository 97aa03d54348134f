"""Preparing documents for the embedded engine, with further processes beside this one."""
