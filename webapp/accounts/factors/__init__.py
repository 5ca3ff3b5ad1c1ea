"""What proves whose an account is besides its password: passkeys, apps, mailed and paper codes."""
