namespace SalesProcess.Runtime.Storage;

/// <summary>The rows a step was decided on have changed meanwhile. The step is decided anew; no caller ever sees this.</summary>
public sealed class StaleException(string what) : Exception(what);

/// <summary>The message was handled before: nothing is left to do.</summary>
public sealed class AlreadyHandledException(string messageId) : Exception(messageId);

/// <summary>The service is stopping and takes no more work (503).</summary>
public sealed class StoreClosedException() : Exception("The service is stopping.");

/// <summary>The database refused a transaction: nothing of it is stored (503).</summary>
public sealed class StoreFailedException(Exception inner) : Exception("The store could not commit. Nothing was changed; try again.", inner);
