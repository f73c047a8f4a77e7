from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lms.gallery import samples

FACES = {
    "office": "components/gallery.html",
    "classroom": "components/gallery_classroom.html",
    "public": "components/gallery_public.html",
}


def gallery(request: HttpRequest, face: str = "office") -> HttpResponse:
    """Show every component, in the frame of the face asked for."""
    return render(request, FACES[face], samples.context())
