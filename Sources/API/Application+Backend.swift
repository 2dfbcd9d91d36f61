import Application

extension Application: Backend {}
