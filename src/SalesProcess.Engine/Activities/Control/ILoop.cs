namespace SalesProcess.Engine.Activities.Control;

/// <summary>An activity that Break leaves.</summary>
internal interface ILoop;
