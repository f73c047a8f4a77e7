from django.urls import path

from cms import views

app_name = "cms"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("office/", views.office_home, name="office-home"),
]
