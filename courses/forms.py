from django import forms


class PositionForm(forms.Form):
    """The part of a lesson last read, counted from 1; 0 is the top."""

    position = forms.IntegerField(min_value=0, max_value=1000)
