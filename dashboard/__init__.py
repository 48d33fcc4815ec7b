"""Attendance and CME review dashboard for an English state primary school."""
