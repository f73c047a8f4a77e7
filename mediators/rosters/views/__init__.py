"""The pages: rosters brought in, looked through and carried out; rosters given out."""
