"""The sign-in form."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired


class SignIn(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """User name and password; `next` is where the person wanted to go."""

    account = StringField(validators=[DataRequired(lazy_gettext("Enter your user name."))])
    password = PasswordField(validators=[DataRequired(lazy_gettext("Enter your password."))])
    next = HiddenField()
