namespace GenesysAttachments.Engine.Deliveries;

/// <summary>
/// Lets so many files be under way at a time. One that only waits for its turn in its conversation stands outside meanwhile, so that
/// others can upload.
/// </summary>
/// <param name="places">How many.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "A disposed semaphore would leave its waiters waiting; it holds nothing that needs disposal.")]
internal sealed class Gate(int places)
{
    private readonly SemaphoreSlim _free = new(places, places);

    /// <summary>Waits for a place.</summary>
    public async Task<Place> EnterAsync(CancellationToken cancellationToken)
    {
        var place = new Place(_free);
        await place.ReturnAsync(cancellationToken).ConfigureAwait(false);
        return place;
    }

    /// <summary>A place, until it is left or disposed.</summary>
    internal sealed class Place(SemaphoreSlim free) : IDisposable
    {
        private bool _taken;

        /// <summary>Gives the place to another.</summary>
        public void StepOut()
        {
            if (_taken)
            {
                _taken = false;
                free.Release();
            }
        }

        /// <summary>Waits for a place again.</summary>
        public async Task ReturnAsync(CancellationToken cancellationToken)
        {
            if (!_taken)
            {
                await free.WaitAsync(cancellationToken).ConfigureAwait(false);
                _taken = true;
            }
        }

        /// <inheritdoc/>
        public void Dispose() => StepOut();
    }
}
